/** Playbook files: where they are found, and what they hold. */
@NullMarked
package uz.stario.rollback.adapters.yaml;

import org.jspecify.annotations.NullMarked;
