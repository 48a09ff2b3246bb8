/**
 * JSON as it is read and written: all that travels has a form, and what cannot travel is refused.
 */
@NullMarked
package org.rembus.cli.json;

import org.jspecify.annotations.NullMarked;
