"""Components on ZeroMQ, written on libzmq to the frames that the protocol describes and to nothing else.

Beside a Java component that exposes java/length, and answers each message to to/java by one to to/python whose argument has as
many bytes as it was told.
"""

import os
import random
import struct
import sys

import cbor2
import zmq

END = bytes.fromhex("deadbeefdeadbeef")
SIZES = [0, 1, 200, 230, 300, 65_000, 66_000, 1_000_000]
PATIENCE_MS = 20_000
context = zmq.Context()


class Peer:
    def __init__(self, port, name=None):
        self.name = name
        self.later = []
        self.socket = context.socket(zmq.DEALER)
        self.socket.linger = 1000
        self.socket.rcvtimeo = PATIENCE_MS
        self.socket.connect(f"tcp://127.0.0.1:{port}")
        if name:
            assert self.ask([0, None, name, {}]) == [[], []]

    def send(self, header, data=None):
        self.raw(header, cbor2.dumps(data))

    def raw(self, header, data):
        self.socket.send_multipart([b"", cbor2.dumps(header), data, END])

    def read(self):
        empty, header, data, end = self.socket.recv_multipart()
        assert (empty, end) == (b"", END)
        return [*cbor2.loads(header), cbor2.loads(data)]

    def receive(self):
        return self.later.pop(0) if self.later else self.read()

    def answer_to(self, id):
        while (message := self.read())[1] != id:
            self.later.append(message)
        return message

    def ask(self, header, data=None):
        header[1] = os.urandom(8)
        self.send(header, data)
        answer = self.answer_to(header[1])
        assert answer[:3] == [4, header[1], 0], answer
        return answer[3]

    def command(self, topic, **command):
        assert self.ask([3, None, topic, None], command) is None

    def subscribe(self, topic, **how):
        self.command(topic, cmd="subscribe", **how)
        self.command("__config__", cmd="reactive", status=True)

    def publish(self, qos, topic, *arguments, slot=None):
        flags = [0x00, 0x10, 0x30][qos] | (0 if slot is None else 0x40)
        if not flags:
            return self.send([1, topic], arguments)
        id = os.urandom(8) if slot is None else struct.pack("<I", slot) + os.urandom(4)
        self.send([1 | flags, id, topic], arguments)
        if qos:
            assert self.answer_to(id) == [5, id, None]
        if qos == 2:
            self.send([6, id])

    def take(self, qos, topic, *arguments, slot=None):
        message = self.receive()
        flags = [0x00, 0x10, 0x30][qos] | (0 if slot is None else 0x40)
        assert message[0] == 1 | flags and message[-2:] == [topic, list(arguments)], message
        if slot is not None:
            assert struct.unpack("<I", message[1][:4]) == (slot,)
        if qos:
            self.send([5, message[1]])
        if qos == 2:
            assert self.read() == [6, message[1], None]

    def close(self):
        self.socket.send_multipart([b"", b"\x41\x0f", b"\xf6", END])
        self.socket.close()


def every_quality(port):
    sender, receiver = Peer(port), Peer(port, "zmq-receiver")
    receiver.subscribe("every/quality", msg_from=0)
    for qos in 0, 1, 2:
        for slot in None, 7, 2**32 - 1:
            sender.publish(qos, "every/quality", qos, "x", slot=slot)
            receiver.take(qos, "every/quality", qos, "x", slot=slot)
    receiver.close()
    sender.close()


def every_length(port):
    peer = Peer(port, "raw-python")
    peer.subscribe("to/python")
    for size in SIZES:
        assert peer.ask([2, None, "java/length", None], [bytes(size)]) == size
        peer.publish(1, "to/java", size)
        peer.take(0, "to/python", bytes(size))
    peer.close()


def calls(port):
    service, caller = Peer(port, "zmq-service"), Peer(port)
    service.command("twice", cmd="expose")
    id = os.urandom(8)
    caller.send([2, id, "twice", None], [21])
    request = service.receive()
    assert request[0] == 2 and request[2:] == ["twice", None, [21]], request
    service.send([4, request[1], 0], 42)
    assert caller.receive() == [4, id, 0, 42]
    caller.send([2, id, "twice", "nobody"], [])
    assert caller.receive() == [4, id, 45, "nobody"]
    service.close()
    caller.send([2, id, "twice", None], [])
    answer = caller.receive()
    assert answer[2] == 43, answer
    caller.close()


def pings(port):
    peer = Peer(port, "zmq-pinger")
    assert peer.ask([12, None, "zmq-pinger"]) is None
    assert Peer(port).ask([12, None, "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"]) is None
    peer.raw([10, b"12345678", "zmq-pinger", "1", 1], b"-----BEGIN")
    peer.raw([11, b"12345678", "zmq-pinger", {}], b"signature")
    peer.send([9, b"12345678"])
    for _ in range(3):
        assert peer.receive() == [4, b"12345678", 10, "not available"]
    peer.close()


def rubbish(port):
    chance = random.Random(7)
    bystander, hostile = Peer(port, "zmq-bystander"), Peer(port)
    bystander.subscribe("bystander")
    whole = [b"", cbor2.dumps([1, "nobody"]), b"\x80", END]
    for i in range(2000):
        frames = [bytearray(frame) for frame in whole]
        match chance.randrange(4):
            case 0:
                del frames[chance.randrange(4)]
            case 1:
                frames[1][chance.randrange(len(frames[1]))] ^= 1 << chance.randrange(8)
            case 2:
                frames.insert(chance.randrange(4), bytearray(chance.randbytes(chance.randrange(20))))
            case 3:
                frames = [bytearray(chance.randbytes(chance.randrange(20))) for _ in range(chance.randrange(1, 8))]
        hostile.socket.send_multipart(frames)
        if i % 100 == 0:
            bystander.publish(1, "other", i)
            assert bystander.ask([12, None, "zmq-bystander"]) is None
    assert hostile.ask([2, None, "rid", None], []) == "broker"
    hostile.close()
    bystander.close()


port = int(sys.argv[1])
for play in every_quality, every_length, calls, pings, rubbish:
    play(port)
