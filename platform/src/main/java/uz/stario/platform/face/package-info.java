/**
 * The face quiz: which artists' pictures are most like a picture, by a model that can be changed.
 */
@NullMarked
package uz.stario.platform.face;

import org.jspecify.annotations.NullMarked;
