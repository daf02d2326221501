/** stario audit and stario runs verify. */
@NullMarked
package uz.stario.rollback.app.cli.audit;

import org.jspecify.annotations.NullMarked;
