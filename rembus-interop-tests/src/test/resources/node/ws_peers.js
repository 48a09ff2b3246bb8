// Two components on WebSockets of the package ws, one that speaks CBOR and one that speaks JSON, written to the protocol and to
// nothing else. They talk to each other by way of the broker. Ends with 1 when something is not as it should be.
//
// Arguments: the file with the certificates to trust, then the broker's addresses.
const assert = require('node:assert');
const crypto = require('node:crypto');
const fs = require('node:fs');
const WebSocket = require('ws');

const [authority, ...addresses] = process.argv.slice(1);
const TEXT = 'caffè 日本 🚀';
const LONG = 'x'.repeat(100_000);

// -- the part of CBOR that is needed to write --

function head(kind, count) {
  if (count < 24) return Buffer.from([(kind << 5) | count]);
  if (count < 0x100) return Buffer.from([(kind << 5) | 24, count]);
  if (count < 0x10000) return Buffer.from([(kind << 5) | 25, count >> 8, count & 0xff]);
  const long = Buffer.from([(kind << 5) | 26, 0, 0, 0, 0]);
  long.writeUInt32BE(count, 1);
  return long;
}

function cbor(value) {
  if (value === null) return Buffer.from([0xf6]);
  if (value === true) return Buffer.from([0xf5]);
  if (typeof value === 'number') return head(0, value);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Array.isArray(value)) return Buffer.concat([head(4, value.length), ...value.map(cbor)]);
  const members = Object.entries(value);
  return Buffer.concat([head(5, members.length), ...members.flat().map(cbor)]);
}

// -- a connection --

class Peer {
  constructor(address) {
    this.arrived = [];
    this.waiting = [];
    this.socket = new WebSocket(address, { ca: fs.readFileSync(authority) });
    this.opened = new Promise((done, failed) => this.socket.once('open', done).once('error', failed));
    this.closed = new Promise((done) => this.socket.once('close', done));
    this.socket.on('message', (data, isBinary) => {
      const message = { data, isBinary };
      const next = this.waiting.shift();
      next ? next(message) : this.arrived.push(message);
    });
  }

  next() {
    return this.arrived.length ? Promise.resolve(this.arrived.shift()) : new Promise((next) => this.waiting.push(next));
  }

  async nextBinary() {
    const message = await this.next();
    assert(message.isBinary, message.data.toString());
    return message.data;
  }

  async nextText() {
    const message = await this.next();
    assert(!message.isBinary, message.data.toString('hex'));
    return JSON.parse(message.data.toString());
  }

  /** In two frames. */
  sendInParts(bytes, binary) {
    this.socket.send(bytes.subarray(0, 10), { binary, fin: false });
    this.socket.send(bytes.subarray(10), { binary, fin: true });
  }

  async askCbor(kind, ...rest) {
    const id = crypto.randomBytes(8);
    this.socket.send(cbor([kind, id, ...rest]));
    const answer = await this.nextBinary();
    const success = cbor([4, id, 0]).subarray(1);
    assert.deepStrictEqual(answer.subarray(1, 1 + success.length), success);
  }

  async askJson(id, method, params) {
    this.socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    const answer = await this.nextText();
    assert.strictEqual(answer.id, id);
    assert.strictEqual(answer.result?.sts, 0, JSON.stringify(answer));
    return answer.result.data;
  }
}

// -- what they say --

async function talk(address) {
  const binary = new Peer(address);
  const text = new Peer(address);
  await Promise.all([binary.opened, text.opened]);
  await binary.askCbor(0, 'node/cbor', {});
  await binary.askCbor(3, 'to/cbor', { cmd: 'subscribe', msg_from: 0 });
  await binary.askCbor(3, 'join', { cmd: 'expose' });
  await binary.askCbor(3, '__config__', { cmd: 'reactive', status: true });
  await text.askJson(1, '__identity__', { type: 0, cid: 'node/json', meta: {} });
  await text.askJson(2, 'to/json', { type: 3, data: { cmd: 'subscribe', msg_from: 0 } });
  await text.askJson(3, 'length', { type: 3, data: { cmd: 'expose' } });
  await text.askJson(4, '__config__', { type: 3, data: { cmd: 'reactive', status: true } });

  for (const value of [TEXT, LONG]) {
    binary.sendInParts(cbor([1, 'to/json', [value, 1, null, [true], { a: 7 }]]), true);
    assert.deepStrictEqual((await text.nextText()).params, [value, 1, null, [true], { a: 7 }]);
    const publish = { jsonrpc: '2.0', method: 'to/cbor', params: [value, 2, { b: null }] };
    text.sendInParts(Buffer.from(JSON.stringify(publish)), false);
    assert.deepStrictEqual(await binary.nextBinary(), cbor([1, 'to/cbor', [value, 2, { b: null }]]));
  }

  // Named arguments as well: CBOR has them as a map, and a service that speaks JSON gets them as the only argument.
  for (const params of [[TEXT, 'b'], { a: TEXT, b: 7 }]) {
    text.socket.send(JSON.stringify({ jsonrpc: '2.0', id: 5, method: 'join', params }));
    const request = await binary.nextBinary();
    assert.deepStrictEqual(request.subarray(0, 3), Buffer.from([0x85, 2, 0x48]));
    assert.deepStrictEqual(request.subarray(11), cbor(['join', null, params]).subarray(1));
    binary.socket.send(cbor([4, request.subarray(3, 11), 0, TEXT + 'b']));
    assert.strictEqual((await text.nextText()).result.data, TEXT + 'b');
  }
  binary.socket.send(cbor([1, 'to/json', { a: TEXT, b: 7 }]));
  assert.deepStrictEqual((await text.nextText()).params, [{ a: TEXT, b: 7 }]);

  const id = crypto.randomBytes(8);
  binary.socket.send(cbor([2, id, 'length', null, [LONG]]));
  const call = await text.nextText();
  assert.strictEqual(call.method, 'length');
  text.socket.send(JSON.stringify({ jsonrpc: '2.0', id: call.id, result: { type: 4, sts: 0, data: call.params[0].length } }));
  assert.deepStrictEqual(await binary.nextBinary(), cbor([4, id, 0, LONG.length]));

  for (const peer of [binary, text]) {
    const pong = new Promise((done) => peer.socket.once('pong', done));
    peer.socket.ping('are you there');
    assert.strictEqual((await pong).toString(), 'are you there');
    peer.socket.close(1000);
    assert.strictEqual(await peer.closed, 1000);
  }
}

async function main() {
  for (const address of addresses) await talk(address);
}

main().catch((failure) => {
  console.error(failure);
  process.exit(1);
});
