"""A component on TCP, written to the framing that the protocol describes and to nothing else.

Beside a Java component that exposes java/length, and answers each message to to/java by one to to/python whose
argument has as many bytes as it was told. With a second argument, a file with the certificates to trust, it is in TLS.
"""

import os
import socket
import ssl
import struct
import sys

import cbor2

LENGTHS = {0x81: ">B", 0x8D: ">H", 0x8F: ">I"}
SIZES = [0, 1, 200, 230, 300, 65_000, 66_000, 1_000_000]


def shortest(length):
    return 0x81 if length < 0x100 else 0x8D if length < 0x10000 else 0x8F


class Peer:
    def __init__(self, port, trusted=None):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=20)
        if trusted:
            context = ssl.create_default_context(cafile=trusted)
            # What Python 3.13 checks by itself.
            context.verify_flags |= ssl.VERIFY_X509_STRICT | ssl.VERIFY_X509_PARTIAL_CHAIN
            # An end without the goodbye of TLS is an error.
            self.socket = context.wrap_socket(
                self.socket, server_hostname="localhost", suppress_ragged_eofs=False
            )
        self.stream = self.socket.makefile("rb")

    def send(self, message, header=None):
        data = cbor2.dumps(message)
        header = max(header or 0, shortest(len(data)))
        self.socket.sendall(bytes([header]) + struct.pack(LENGTHS[header], len(data)) + data)

    def receive(self):
        header = self.stream.read(1)[0]
        (length,) = struct.unpack(LENGTHS[header], self.stream.read(struct.calcsize(LENGTHS[header])))
        assert header == shortest(length), (header, length)
        return cbor2.loads(self.stream.read(length))

    def ask(self, kind, *rest, header=None):
        id = os.urandom(8)
        self.send([kind, id, *rest], header)
        answer = self.receive()
        assert answer[:3] == [4, id, 0], answer
        return answer[3]


peer = Peer(int(sys.argv[1]), *sys.argv[2:])
assert peer.ask(0, "raw-python", {}) == [[], []]
peer.ask(3, "to/python", {"cmd": "subscribe"})
peer.ask(3, "__config__", {"cmd": "reactive", "status": True})
for size in SIZES:
    for header in LENGTHS:
        assert peer.ask(2, "java/length", None, [bytes(size)], header=header) == size
for size in SIZES:
    id = os.urandom(8)
    peer.send([0x11, id, "to/java", [size]])
    came = [peer.receive(), peer.receive()]
    assert [5, id] in came, came
    assert [1, "to/python", [bytes(size)]] in came, came
