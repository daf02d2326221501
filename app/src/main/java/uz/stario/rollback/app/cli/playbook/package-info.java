/** {@code stario playbook}: whether the file is sound, and what it says. */
@NullMarked
package uz.stario.rollback.app.cli.playbook;

import org.jspecify.annotations.NullMarked;
