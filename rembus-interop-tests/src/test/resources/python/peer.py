"""A real Rembus peer that a test drives.

Commands come on standard input and answers and events leave on standard output, each one JSON object on a line. Values
travel as CBOR in hexadecimal digits, so that binary, big integers, NaN and maps with any keys stay what they are.

A command is {"id": n, "component": name, "do": verb, ...}; its answer {"id": n, "result": hex} or
{"id": n, "error": {"type", "status", "message"}}. Commands run concurrently, started in the order they came. An event is
{"component", "event": "message" or "request", "topic", "args": hex}.

End of input ends the process at once, connections and all: a peer that crashes.
"""

import asyncio
import inspect
import json
import os
import sys
import threading

import cbor2
import pandas
import rembus


def emit(line):
    print(json.dumps(line), flush=True)


def to_hex(value):
    return cbor2.dumps(value).hex()


def from_hex(digits):
    return cbor2.loads(bytes.fromhex(digits))


def named(function, topic):
    """Peers of every version take the topic from the function's name; only the newer ones can be told another."""
    function.__name__ = topic
    return function


def qos_arguments(qos, slot):
    """The levels are named differently by each version; one that has none gets no argument."""
    arguments = {}
    if qos:
        levels = rembus if hasattr(rembus, "QOS1") else rembus.QOSLevel
        arguments["qos"] = getattr(levels, f"QOS{qos}")
    if slot is not None:
        arguments["slot"] = slot
    return arguments


def replay_arguments(subscribe, replay):
    """How far back a subscription reaches: "now", "last" or a number of nanoseconds."""
    if replay is None:
        return {}
    if "msgfrom" in inspect.signature(subscribe).parameters:
        return {"msgfrom": {"now": 0.0, "last": float("inf")}.get(replay, replay)}
    return {"retroactive": {"now": False, "last": True}[replay]}


def described(error):
    """An error of the package may have a text as its status, and then cannot be turned into text itself."""
    status = getattr(error, "status", None)
    if isinstance(status, str):
        return {"type": type(error).__name__, "status": None, "message": status}
    return {"type": type(error).__name__, "status": status, "message": getattr(error, "message", None) or str(error)}


async def echo(*args):
    return list(args)


async def first(*args):
    return args[0]


async def add(x, y):
    return x + y


async def table(*args):
    return pandas.DataFrame({"name": ["a", "b"], "value": [1.5, 2.0]})


async def fail(*args):
    raise ValueError(f"cannot do it: {len(args)}")


async def nothing(*args):
    return None


async def slow(seconds):
    await asyncio.sleep(seconds)
    return seconds


async def silent(*args):
    await asyncio.Event().wait()


class Component:
    """One connection and the verbs that a command can name."""

    behaviours = {f.__name__: f for f in (echo, first, add, table, fail, nothing, slow, silent)}

    def __init__(self, name):
        self.name = name
        self.handle = None
        self.subscriptions = {}
        self.services = {}

    def report(self, event, topic, args):
        emit({"component": self.name, "event": event, "topic": topic, "args": to_hex(list(args))})

    async def connect(self, url, encoding=None):
        self.handle = await rembus.component(url, **({"enc": getattr(rembus, encoding)} if encoding else {}))

    async def close(self):
        await self.handle.close()

    async def publish(self, topic, args, qos=0, slot=None):
        await self.handle.publish(topic, *from_hex(args), **qos_arguments(qos, slot))

    async def subscribe(self, topic, replay=None):
        async def receive(*args):
            self.report("message", topic, args)

        self.subscriptions[topic] = named(receive, topic)
        await self.handle.subscribe(receive, **replay_arguments(self.handle.subscribe, replay))

    async def unsubscribe(self, topic):
        await self.handle.unsubscribe(self.subscriptions.pop(topic))

    async def expose(self, topic, behaviour):
        behave = self.behaviours[behaviour]

        if behave is add:

            async def serve(x, y):
                self.report("request", topic, (x, y))
                return await add(x, y)

        else:

            async def serve(*args):
                self.report("request", topic, args)
                return await behave(*args)

        self.services[topic] = named(serve, topic)
        await self.handle.expose(serve)

    async def unexpose(self, topic):
        await self.handle.unexpose(self.services.pop(topic))

    async def rpc(self, topic, args):
        return await self.handle.rpc(topic, *from_hex(args))

    async def direct(self, target, topic, args):
        return await self.handle.direct(target, topic, *from_hex(args))

    async def reactive(self):
        await self.handle.reactive()

    async def unreactive(self):
        await self.handle.unreactive()


class Driver:
    def __init__(self):
        self.components = {}
        self.running = set()

    def start(self, line):
        command = json.loads(line)
        task = asyncio.ensure_future(self.run(command.pop("id"), command.pop("component"), command.pop("do"), command))
        self.running.add(task)
        task.add_done_callback(self.running.discard)

    async def run(self, number, name, verb, arguments):
        component = self.components.setdefault(name, Component(name))
        try:
            result = await getattr(component, verb)(**arguments)
            emit({"id": number, "result": to_hex(result)})
        except Exception as e:
            emit({"id": number, "error": described(e)})


def read_commands(loop, driver):
    for line in sys.stdin:
        loop.call_soon_threadsafe(driver.start, line)
    os._exit(0)


async def main():
    threading.Thread(target=read_commands, args=(asyncio.get_running_loop(), Driver()), daemon=True).start()
    emit({"ready": True})
    await asyncio.Event().wait()


asyncio.run(main())
