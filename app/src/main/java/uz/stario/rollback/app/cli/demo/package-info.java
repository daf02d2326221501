/** stario demo. */
@NullMarked
package uz.stario.rollback.app.cli.demo;

import org.jspecify.annotations.NullMarked;
