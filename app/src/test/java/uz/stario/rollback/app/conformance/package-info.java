/** What kubectl and ours do on the sandbox, beside what they do on a real cluster. */
@NullMarked
package uz.stario.rollback.app.conformance;

import org.jspecify.annotations.NullMarked;
