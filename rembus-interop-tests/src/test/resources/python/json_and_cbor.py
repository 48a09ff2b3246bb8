"""A component that speaks JSON and one that speaks CBOR, on the same topic and service. Ends with 1 when something is lost.

Argument: the broker's port.
"""

import asyncio
import sys

import rembus

VALUES = ["caffè 日本 🚀", 1, -1.5, True, None, [1, [2, []]], {"a": {"b": [None]}}, 2**63 - 1]


def url(name):
    return f"ws://127.0.0.1:{sys.argv[1]}/{name}"


def qos_levels():
    levels = rembus if hasattr(rembus, "QOS1") else rembus.QOSLevel
    return [levels.QOS0, levels.QOS1, levels.QOS2]


async def subscriber(component, topic):
    arrived = asyncio.Queue()

    async def take(*args):
        await arrived.put(list(args))

    take.__name__ = topic
    await component.subscribe(take)
    await component.reactive()
    return arrived


async def check_publish(publisher, arrived, topic):
    for level in qos_levels():
        for arguments in (VALUES, [], ["x"]):
            await publisher.publish(topic, *arguments, qos=level)
            got = await asyncio.wait_for(arrived.get(), 10)
            assert got == arguments, (level, arguments, got)


async def check_calls(caller, service):
    assert await caller.rpc(service, *VALUES) == VALUES
    assert await caller.rpc(service) == []
    try:
        await caller.rpc("no/such")
    except Exception as error:
        # As text: what the versions of the package raise has nothing else in common.
        assert "no/such: method unknown" in f"{getattr(error, 'status', '')} {getattr(error, 'message', '')}", error
    else:
        raise AssertionError("a call of nothing succeeded")


async def main():
    json = await rembus.component(url("speaks_json"), enc=rembus.JSON)
    cbor = await rembus.component(url("speaks_cbor"), enc=rembus.CBOR)
    for here, there, name in ((json, cbor, "to_cbor"), (cbor, json, "to_json")):
        await check_publish(here, await subscriber(there, name), name)

        async def echo(*args):
            return list(args)

        echo.__name__ = f"echo_{name}"
        await there.expose(echo)
        await check_calls(here, echo.__name__)
    await json.close()
    await cbor.close()


asyncio.run(main())
