/** Tests of the demo, and what makes its picture. */
@NullMarked
package uz.stario.rollback.app.cli.demo;

import org.jspecify.annotations.NullMarked;
