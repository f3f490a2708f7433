/**
 * Holds the documents to the truth. In a fenced block marked {@code console}, each line that starts with {@code $} is run, all
 * those of a document in one shell, in a folder that was empty, and in order; it has to end with exit code 0, and where the block
 * shows output below it, that has to be the output ({@code …} stands for any text in a line, alone on a line for any lines). A line that
 * ends in {@code &} runs on meanwhile, and at the latest until the end of the document. Links between documents have to lead somewhere.
 */
@NullMarked
package io.farshore.dist.documents;

import org.jspecify.annotations.NullMarked;
