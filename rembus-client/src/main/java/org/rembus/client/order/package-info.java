/**
 * What comes after what: operations that follow each other, operations that take turns at one thing, and small tasks that an
 * executor runs in order. Knows nothing of components; each class says which thread uses it.
 */
@NullMarked
package org.rembus.client.order;

import org.jspecify.annotations.NullMarked;
