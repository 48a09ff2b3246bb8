"""Components that speak JSON and CBOR: each says to each what it can, as a message and as a call. Ends with 1 when something is lost.

Arguments: the broker's addresses, without a name.
"""

import asyncio
import itertools
import sys

import rembus

# Of the versions that speak JSON.
NEWER = hasattr(rembus, "QOS1")

ENCODINGS = {"json": rembus.JSON, "cbor": rembus.CBOR}
VALUES = ["caffè 日本 🚀", 1, -1.5, True, None, [1, [2, []]], {"a": {"b": [None]}}, 2**63 - 1, -(2**63), 2**64 - 1]
NAMED = {"a": 1, "b": [2]}
LONG = "x" * 2**20
BIG = [2**64, -(2**64), 2**200]
NOT_FINITE = [float("nan"), float("inf"), float("-inf")]
INTEGER_KEY = {1: "one"}
BINARY = bytes([0, 1, 255])

EVERYBODY_SAYS = [VALUES, [], ["x"], [None], [NAMED]]

# What there is beyond that in CBOR, and what is read in JSON instead. The newer version reads every integer of more than 64 bits as a
# float.
CBOR_SAYS = [
    ([BINARY, *NOT_FINITE, INTEGER_KEY], ["AAH/", None, None, None, {"1": "one"}]),
    (BIG, [float(each) for each in BIG] if NEWER else BIG),
]

# What else the package writes in JSON, and what that is to whoever reads it.
JSON_SAYS = [(NOT_FINITE, [None] * 3)] if NEWER else [(BIG, BIG), ([INTEGER_KEY], [{"1": "one"}])]

# What it refuses to write. What is not refused in so many words: the older version writes a NaN as NaN, which is not JSON.
JSON_CANNOT_SAY = [BINARY, INTEGER_KEY, *BIG] if NEWER else [BINARY]


def said(sender, reader):
    """Lists of arguments, and what arrives of each."""
    same = [(each, each) for each in EVERYBODY_SAYS]
    if sender == "json":
        return same + JSON_SAYS
    if reader == "json":
        return same + CBOR_SAYS
    return same + [(each, each) for each, _ in CBOR_SAYS]


def expect(expected, got):
    """As text, in which a NaN is like another, and 1 is not 1.0."""
    assert repr(got) == repr(expected), f"{expected!r:.500} became {got!r:.500}"


def qos_levels():
    levels = rembus if NEWER else rembus.QOSLevel
    return [levels.QOS0, levels.QOS1, levels.QOS2]


async def subscribe(component, topic):
    arrived = asyncio.Queue()

    async def take(*args):
        await arrived.put(list(args))

    take.__name__ = topic
    await component.subscribe(take)
    await component.reactive()
    return arrived


async def expose(component, topic, behaviour):
    async def serve(*args):
        return behaviour(*args)

    serve.__name__ = topic
    await component.expose(serve)


async def check_messages(publisher, subscriber, suffix, messages):
    arrived = await subscribe(subscriber, f"to_{suffix}")
    for level in qos_levels():
        for arguments, read in messages:
            await publisher.publish(f"to_{suffix}", *arguments, qos=level)
            expect(read, await asyncio.wait_for(arrived.get(), 20))
    await publisher.publish(f"to_{suffix}", LONG)
    expect([LONG], await asyncio.wait_for(arrived.get(), 20))
    matched = await subscribe(subscriber, f"rooms/*/{suffix}")
    await publisher.publish(f"rooms/kitchen/{suffix}", 21.5)
    expect([f"rooms/kitchen/{suffix}", 21.5], await asyncio.wait_for(matched.get(), 20))


async def check_calls(caller, service, suffix, messages):
    await expose(service, f"echo_{suffix}", lambda *args: list(args))
    await expose(service, f"bake_{suffix}", bake)
    for arguments, read in messages:
        expect(read, await caller.rpc(f"echo_{suffix}", *arguments))
    expect([LONG], await caller.rpc(f"echo_{suffix}", LONG))
    await check_fails(caller.rpc(f"bake_{suffix}"), "no flour")
    await check_fails(caller.rpc("no/such"), "no/such: method unknown")


async def check_results(caller, service, suffix, messages):
    """What the caller has no words for comes back as what it reads."""
    for number, (result, read) in enumerate(messages):
        await expose(service, f"get_{number}_{suffix}", lambda result=result: result)
        expect(read, await caller.rpc(f"get_{number}_{suffix}"))


def bake():
    raise ValueError("no flour")


async def check_fails(call, text):
    try:
        await call
    except Exception as error:
        # As text: what the versions of the package raise has nothing else in common.
        assert text in f"{getattr(error, 'status', '')} {getattr(error, 'message', '')}", error
    else:
        raise AssertionError(f"what should have failed with {text} did not")


async def check_what_json_cannot_say(component):
    for value in JSON_CANNOT_SAY:
        try:
            await component.publish("anything", value)
        except TypeError:
            pass
        else:
            raise AssertionError(f"{value!r} was written in JSON")
    if not NEWER:
        await check_fails(component.rpc("rid", *NOT_FINITE), "not JSON")


async def talk(address):
    ends = {
        (side, encoding): await rembus.component(f"{address}/{side}_{encoding}", enc=ENCODINGS[encoding])
        for side in ("here", "there")
        for encoding in ENCODINGS
    }
    for sender, reader in itertools.product(ENCODINGS, repeat=2):
        here, there, suffix = ends["here", sender], ends["there", reader], f"{sender}_{reader}"
        await check_messages(here, there, suffix, said(sender, reader))
        await check_calls(here, there, suffix, said(sender, reader))
        await check_results(here, there, suffix, said(reader, sender))
    await check_what_json_cannot_say(ends["here", "json"])
    for component in ends.values():
        await component.close()


async def main():
    for address in sys.argv[1:]:
        await talk(address)


asyncio.run(main())
