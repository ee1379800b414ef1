/* SPDX-License-Identifier: MIT */
/* See audit.h. */
#include "tests/accuracy/audit.h"

#include <float.h>
#include <math.h>
#include <stdio.h>

/* Both beyond the largest number of the type, which is as good as the same. */
static bool both_beyond(bool single, long double quick, mpfr_t exact)
{
    double highest = single ? FLT_MAX : DBL_MAX;
    int sign = quick > 0 ? 1 : -1;
    return fabsl(quick) > highest && mpfr_cmp_d(exact, sign * highest) * sign > 0;
}

static double error_of(bool single, long double quick, mpfr_t exact, bool any_zero)
{
    if (isnan(quick) || mpfr_nan_p(exact))
        return isnan(quick) && mpfr_nan_p(exact) ? 0 : INFINITY;
    if (mpfr_zero_p(exact))
        return quick == 0 && (any_zero || !signbit(quick) == !mpfr_signbit(exact)) ? 0 : INFINITY;
    if (isinf(quick) || mpfr_inf_p(exact))
        return both_beyond(single, quick, exact) ? 0 : INFINITY;
    long lowest = single ? FLT_MIN_EXP : DBL_MIN_EXP, exponent = mpfr_get_exp(exact);
    mpfr_t difference;
    mpfr_init2(difference, mpfr_get_prec(exact));
    mpfr_set_ld(difference, quick, MPFR_RNDN);
    mpfr_sub(difference, difference, exact, MPFR_RNDN);
    mpfr_mul_2si(difference, difference,
                 (single ? FLT_MANT_DIG : DBL_MANT_DIG) - (exponent < lowest ? lowest : exponent), MPFR_RNDN);
    double error = fabs(mpfr_get_d(difference, MPFR_RNDN));
    mpfr_clear(difference);
    return error;
}

static double error_of_call(const struct vg_row *row, vg_reference *reference, struct vg_call *call,
                            const struct vg_exact *quick, int i)
{
    bool single = row->single;
    double error;
    long k = 0;
    mpfr_t exact, second;
    mpfr_init2(exact, 160);
    mpfr_init2(second, 160);
    reference(call, exact, second, &k);
    error = error_of(single, single ? quick->high[0][i] : quick->wide[0][i], exact, call->any_zero);
    if (row->form == SPLIT)
        error = fmax(error, error_of(single, single ? quick->high[1][i] : quick->wide[1][i], second, false));
    if (vg_has_integer(row->form) && k != quick->k[i])
        error = INFINITY;
    mpfr_clear(exact);
    mpfr_clear(second);
    return error;
}

void vg_audit_batch(struct vg_audit *audit, const struct vg_row *row, const struct vg_batch *batch,
                    const struct vg_exact *exact)
{
    vg_reference *reference = vg_find_reference(row->reference);
    for (int i = 0; i < VG_BATCH; i++) {
        struct vg_call call = vg_batch_call(batch, row->single, i);
        double error = error_of_call(row, reference, &call, exact, i);
        if (error > audit->error)
            *audit = (struct vg_audit){error, call};
    }
}

bool vg_audit_print(const struct vg_audit *audit, const struct vg_row *row)
{
    bool good = audit->error <= VG_QUICK_ERROR(row->single);
    printf("%-14s %-6s quick reference: %10.4g of %-9.4g ulp at %a, %a%s\n", row->name,
           row->single ? "float" : "double", audit->error, VG_QUICK_ERROR(row->single), audit->call.x,
           audit->call.y, good ? "" : "; FAILED");
    return good;
}
