/**
 * What commands print and how it gets out: results on standard output, sentences on standard error, nothing that commands a
 * terminal. May be used by any thread.
 */
@NullMarked
package org.rembus.cli.print;

import org.jspecify.annotations.NullMarked;
