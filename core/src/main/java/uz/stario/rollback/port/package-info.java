/**
 * Small interfaces to the world; adapters and fakes implement them and pass one contract suite
 * each.
 */
@NullMarked
package uz.stario.rollback.port;

import org.jspecify.annotations.NullMarked;
