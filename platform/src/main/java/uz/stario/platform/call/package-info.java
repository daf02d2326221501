/** What a service is asked and what it answers, without the server around it. */
@NullMarked
package uz.stario.platform.call;

import org.jspecify.annotations.NullMarked;
