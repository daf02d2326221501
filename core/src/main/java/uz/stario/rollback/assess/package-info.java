/** Evidence, symptoms and what the playbook's matrix says to do. */
@NullMarked
package uz.stario.rollback.assess;

import org.jspecify.annotations.NullMarked;
