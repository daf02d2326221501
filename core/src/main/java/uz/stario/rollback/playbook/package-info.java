/** The platform as data. */
@NullMarked
package uz.stario.rollback.playbook;

import org.jspecify.annotations.NullMarked;
