/* The bound: the job by hand, as fast as we know how to write it.

   An exercise is one bit. A row of bits says which exercises a fact lets in or keeps out, or is for; four words of a row
   go through together. How many of a patient's deficits each exercise is for is counted in three rows of bits. The
   weights are such that one more matched deficit outweighs everything else (bound.py makes sure of it), so the exercises
   are taken class by class, most matches first, until there are ten; of a last class that is large, the best are found
   by their points, bit by bit from the highest.
*/
#include <stdint.h>

typedef uint64_t four __attribute__((vector_size(32), aligned(8)));

enum { WORDS = 1024, TOP = 10, PLANES = 5, SMALL = 4 };

static inline four at(const uint64_t *row) { return *(const four *)row; }

static int64_t ones(const uint64_t *row, int64_t words)
{
    int64_t count = 0;
    for (int64_t word = 0; word < words; word++) count += __builtin_popcountll(row[word]);
    return count;
}

/* Of the exercises in `class`, keep the `need` with the most points, of equal ones the lowest. */
static void keep_best(uint64_t *class, const uint64_t *planes, int64_t words, int64_t need)
{
    uint64_t taken[WORDS];
    for (int64_t word = 0; word < words; word++) taken[word] = 0;
    for (int plane = PLANES - 1; plane >= 0; plane--) {
        const uint64_t *high = planes + plane * words;
        int64_t count = 0;
        for (int64_t word = 0; word < words; word++) count += __builtin_popcountll(class[word] & high[word]);
        if (count >= need) {
            for (int64_t word = 0; word < words; word++) class[word] &= high[word];
        } else {
            for (int64_t word = 0; word < words; word++) {
                taken[word] |= class[word] & high[word];
                class[word] &= ~high[word];
            }
            need -= count;
        }
    }
    for (int64_t word = 0; word < words; word++) {
        uint64_t rest = class[word], few = 0;
        for (; rest && need; rest &= rest - 1, need--) few |= rest & -rest;
        class[word] = taken[word] | few;
    }
}

void answer(const uint64_t *cells, const uint64_t *wanted, const uint64_t *never, const uint64_t *needs,
            const uint64_t *planes, const uint8_t *points, int64_t exercises, int64_t words, int64_t pains,
            const uint8_t *pain, const uint8_t *phase, const uint64_t *deficits, const uint64_t *findings,
            const uint16_t *missing, int32_t *numbers, int16_t *scores, int64_t first, int64_t last)
{
    uint64_t classes[4][WORDS];
    for (int64_t patient = first; patient < last; patient++) {
        const uint64_t *rows[64], *against[64];
        int for_count = 0, against_count = 0, found = 0;
        for (uint64_t left = deficits[patient]; left; left &= left - 1)
            rows[for_count++] = wanted + __builtin_ctzll(left) * words;
        for (uint64_t left = findings[patient]; left; left &= left - 1)
            against[against_count++] = never + __builtin_ctzll(left) * words;
        against[against_count++] = needs + (missing[patient] & 31) * words;
        against[against_count++] = needs + (32 + (missing[patient] >> 5)) * words;
        const uint64_t *cell = cells + (phase[patient] * pains + pain[patient]) * words;
        int64_t counts[4] = {0, 0, 0, 0};
        if (for_count)
            for (int64_t word = 0; word < words; word += 4) {
                four out = at(against[0] + word), one = at(rows[0] + word), two = one ^ one, many = two;
                for (int each = 1; each < against_count; each++) out |= at(against[each] + word);
                for (int each = 1; each < for_count; each++) {
                    four more = at(rows[each] + word), carry = one & more;
                    one ^= more;
                    many |= two & carry;
                    two ^= carry;
                }
                four fits = at(cell + word) & ~out;
                *(four *)(classes[0] + word) = fits & many;
                *(four *)(classes[1] + word) = fits & ~many & two & one;
                *(four *)(classes[2] + word) = fits & ~many & two & ~one;
                *(four *)(classes[3] + word) = fits & ~many & ~two & one;
                for (int each = 0; each < 4; each++) counts[each] += ones(classes[each] + word, 4);
            }
        int32_t *number = numbers + patient * TOP;
        int16_t *score = scores + patient * TOP;
        const uint8_t *mine = points + pain[patient] * 6 * exercises;
        int64_t need = TOP;
        for (int class = 0; class < 4 && need > 0; class++) {
            if (!counts[class]) continue;
            int matched = 4 - class;
            if (class && counts[class] > need + SMALL)
                keep_best(classes[class], planes + (pain[patient] * 4 + matched) * PLANES * words, words, need);
            need -= counts[class];
            for (int64_t word = 0; word < words; word++)
                for (uint64_t left = classes[class][word]; left; left &= left - 1) {
                    int64_t exercise = word * 64 + __builtin_ctzll(left);
                    int many = matched;
                    if (!class) {
                        many = 0;
                        for (int each = 0; each < for_count; each++)
                            many += rows[each][exercise >> 6] >> (exercise & 63) & 1;
                    }
                    int16_t sum = mine[many * exercises + exercise];
                    if (found == TOP && sum <= score[TOP - 1]) continue;
                    int place = found < TOP ? found++ : TOP - 1;
                    for (; place && score[place - 1] < sum; place--) {
                        score[place] = score[place - 1];
                        number[place] = number[place - 1];
                    }
                    score[place] = sum;
                    number[place] = (int32_t)exercise;
                }
        }
        for (; found < TOP; found++) number[found] = -1;
    }
}
