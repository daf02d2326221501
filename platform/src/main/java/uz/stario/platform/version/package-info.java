/** What each released version does: the good ones and the bad. */
@NullMarked
package uz.stario.platform.version;

import org.jspecify.annotations.NullMarked;
