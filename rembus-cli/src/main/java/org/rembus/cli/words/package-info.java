/**
 * How the words of a command line are read, and the options that several commands have in common.
 */
@NullMarked
package org.rembus.cli.words;

import org.jspecify.annotations.NullMarked;
