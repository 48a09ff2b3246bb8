/**
 * What no module can test alone: foreign peers against ours, and the rules of the architecture.
 */
@NullMarked
package org.rembus.interop;

import org.jspecify.annotations.NullMarked;
