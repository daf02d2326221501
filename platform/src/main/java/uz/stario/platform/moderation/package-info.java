/** The filter of texts: normalisation, lists of terms, a decision with reasons. */
@NullMarked
package uz.stario.platform.moderation;

import org.jspecify.annotations.NullMarked;
