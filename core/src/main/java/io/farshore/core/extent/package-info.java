/**
 * Which part of a log holds which bytes of a disk. An {@link io.farshore.core.extent.ExtentMap} answers that for one disk as of one
 * position, newest change first. Knows addresses, not what they mean: segments, objects and positions are the caller's.
 *
 * <p>A disk is cut into regions of 4 MiB. Each region keeps its extents in the smallest of four forms, and changes form by itself:
 *
 * <table>
 * <caption>Forms of a region, with the heap they take</caption>
 * <tr><th>form</th><th>when</th><th>bytes</th></tr>
 * <tr><td>none</td><td>nothing was put</td><td>0</td></tr>
 * <tr><td>whole</td><td>one extent fills the region</td><td>16</td></tr>
 * <tr><td>packed</td><td>all extents start and end at multiples of 512</td><td>about 13 per extent + 56</td></tr>
 * <tr><td>dense</td><td>more than 512 extents, all at multiples of 4 KiB</td><td>8,232</td></tr>
 * <tr><td>loose</td><td>some extent starts or ends elsewhere</td><td>about 17 per extent + 56</td></tr>
 * </table>
 *
 * <p>The ceiling for 4 KiB writes is 2.0 GiB per TiB of disk, reached when every block was written by itself. Tables of 256 regions
 * hang below one array, so an untouched GiB costs four bytes and a snapshot copies that array only; tables and regions are copied
 * when one of the maps that share them changes them.
 */
@NullMarked
package io.farshore.core.extent;

import org.jspecify.annotations.NullMarked;
