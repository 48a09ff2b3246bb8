package org.rembus.broker.routing.options;

import java.util.List;

/** How one of several connected exposers of a service is picked (PROTOCOL.md section 8). */
public enum Policy {
    /** In the order of exposing. */
    FIRST_UP {
        @Override
        public int first(List<? extends Candidate> candidates, long turn) {
            return 0;
        }
    },
    /** Each in turn. */
    ROUND_ROBIN {
        @Override
        public int first(List<? extends Candidate> candidates, long turn) {
            return (int) Long.remainderUnsigned(turn, candidates.size());
        }
    },
    /** The one with the fewest outstanding requests. */
    LESS_BUSY {
        @Override
        public int first(List<? extends Candidate> candidates, long turn) {
            int best = 0;
            for (int i = 1; i < candidates.size(); i++) {
                if (candidates.get(i).outstandingRequests()
                        < candidates.get(best).outstandingRequests()) {
                    best = i;
                }
            }
            return best;
        }
    };

    /** One that a call may go to. */
    public interface Candidate {

        /** How many requests to it wait for its answer. */
        int outstandingRequests();
    }

    /**
     * The index of the candidate to try first; the others follow from there, around.
     *
     * @param candidates at least one, in the order of exposing
     * @param turn counts the calls of the service
     */
    public abstract int first(List<? extends Candidate> candidates, long turn);
}
