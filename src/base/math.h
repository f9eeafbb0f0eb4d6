/// @file
/// The few functions that reach a sample, in plain double arithmetic.
///
/// libm differs between machines, and between builds of one C library; these do
/// not: they use only + - * / on doubles, which IEEE 754 rounds exactly, so with
/// contraction off they give the same bits everywhere. All are real-time safe.
#ifndef WT_BASE_MATH_H
#define WT_BASE_MATH_H

#define WT_PI 3.14159265358979323846

/// Return 2^x within 1 ulp-ish (relative error < 5e-16); 0 below -1022, infinity above 1023.99.
double wt_exp2(double x);

/// Turn 8 numbers, held within -1022..1023, into 2^x: the bits of wt_exp2, in a third of the time.
void wt_exp2_of_8(double *x);

/// Return log2(x) for normal x > 0 (absolute error < 1e-15 + relative 3e-16).
double wt_log2(double x);

/// Return sin(2 pi turns), |turns| < 2^51 (absolute error < 3e-16).
double wt_sin(double turns);

/// Return cos(2 pi turns), |turns| < 2^51 (absolute error < 3e-16).
double wt_cos(double turns);

/// Return the angle of the point (x, y) in turns, -0.5..0.5 (absolute error < 1e-15); 0 for (0, 0).
double wt_angle(double x, double y);

/// Return the square root of x >= 0 (relative error < 3e-16); no number below 0.
double wt_sqrt(double x);

/// Return x^y (relative error < 1e-15 (1 + |y| (1 + |log2 x|))). A negative x needs a whole y: no
/// number otherwise. 0 to a negative power, and what is too large, is infinity.
double wt_pow(double x, double y);

/// Return 10^(db / 20).
double wt_db_gain(double db);

/// Return x rounded to the nearest whole number, ties to even, |x| < 2^51.
double wt_round(double x);

/// Return the largest whole number <= x, |x| < 2^51.
double wt_floor(double x);

#endif
