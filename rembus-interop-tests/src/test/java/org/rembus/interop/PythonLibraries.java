package org.rembus.interop;

/** Libraries that Python programs of ours use to speak to a broker without the package {@code rembus}. */
enum PythonLibraries implements PythonPackages {
    /** ZeroMQ's own library, libzmq. */
    ZMQ;

    @Override
    public String label() {
        return "zmq";
    }

    @Override
    public boolean hasBroker() {
        return false;
    }
}
