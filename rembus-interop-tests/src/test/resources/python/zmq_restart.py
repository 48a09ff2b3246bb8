"""A component on libzmq whose broker is restarted. It notices nothing: it pings, and goes on getting what it has subscribed to.

Prints a line when it is ready, when it has been let in again, and when a message has come.
"""

import os
import sys

import cbor2
import zmq

END = bytes.fromhex("deadbeefdeadbeef")
PING_MS = 50

socket = zmq.Context().socket(zmq.DEALER)
socket.linger = 0
socket.connect(f"tcp://127.0.0.1:{sys.argv[1]}")


def send(header, data=None):
    socket.send_multipart([b"", cbor2.dumps(header), cbor2.dumps(data), END])


def ask(header, data=None):
    send(header, data)
    return receive()


def receive():
    _, header, data, _ = socket.recv_multipart()
    return cbor2.loads(header)[:1] + [cbor2.loads(data)]


assert ask([0, os.urandom(8), "survivor", {}]) == [4, [[], []]]
assert ask([3, os.urandom(8), "news", None], {"cmd": "subscribe", "msg_from": float("inf")}) == [4, None]
assert ask([3, os.urandom(8), "__config__", None], {"cmd": "reactive", "status": True}) == [4, None]
print("ready", flush=True)
answer = [4, None]
while answer == [4, None]:
    send([12, os.urandom(8), "survivor"])
    answer = receive() if socket.poll(PING_MS) else [4, None]
assert answer == [4, [[], []]], answer
print("again", flush=True)
message = receive()
while message == [4, None]:
    message = receive()
assert message == [1, ["after"]], message
print("done", flush=True)
