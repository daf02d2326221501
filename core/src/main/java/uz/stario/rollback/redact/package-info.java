/** What may be shown: the one place that knows a secret when it sees one. */
@NullMarked
package uz.stario.rollback.redact;

import org.jspecify.annotations.NullMarked;
