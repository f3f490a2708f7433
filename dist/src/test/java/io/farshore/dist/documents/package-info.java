/**
 * Holds the documents to the truth. In a fenced block marked {@code console}, each line that starts with
 * {@code $ ./farshore} is run, in one empty folder per document and in order; it has to end with exit code 0, and where the
 * block shows output below it, that has to be the output ({@code …} stands for any text in a line, alone on a line for any
 * lines). Links between documents have to lead somewhere.
 */
@NullMarked
package io.farshore.dist.documents;

import org.jspecify.annotations.NullMarked;
