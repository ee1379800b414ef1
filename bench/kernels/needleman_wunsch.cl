/* SPDX-License-Identifier: MIT */
/* Scores of global alignments, a pair of sequences a work-group: the anti-diagonals of the table follow each other,
 * three of them in local memory, a row of the table a work-item. */
#define LENGTH 128
#define GAP -2

kernel __attribute__((reqd_work_group_size(LENGTH, 1, 1))) void
align(global const uchar *first, global const uchar *second, global int *scores)
{
    local uchar letters[LENGTH];
    local int diagonal[3][LENGTH + 1];
    const int row = get_local_id(0), pair = get_group_id(0);
    const uchar mine = first[pair * LENGTH + row];
    letters[row] = second[pair * LENGTH + row];
    barrier(CLK_LOCAL_MEM_FENCE);
    for (int d = 0; d < 2 * LENGTH - 1; d++) {
        local int *now = diagonal[d % 3], *before = diagonal[(d + 2) % 3], *two_before = diagonal[(d + 1) % 3];
        const int column = d - row;
        if (column >= 0 && column < LENGTH) {
            const int up = row ? before[row - 1] : GAP * (column + 1);
            const int left = column ? before[row] : GAP * (row + 1);
            const int corner = !row ? GAP * column : !column ? GAP * row : two_before[row - 1];
            now[row] = max(corner + (mine == letters[column] ? 1 : -1), max(up, left) + GAP);
        }
        barrier(CLK_LOCAL_MEM_FENCE);
    }
    if (row == LENGTH - 1)
        scores[pair] = diagonal[(2 * LENGTH - 2) % 3][row];
}
