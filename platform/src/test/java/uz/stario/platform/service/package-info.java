@NullMarked
package uz.stario.platform.service;

import org.jspecify.annotations.NullMarked;
