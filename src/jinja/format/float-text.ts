/** Python's `repr` of a float. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (Object.is(value, -0)) return '-0.0';
  const [mantissa = '', power = '0'] = value.toExponential().split('e');
  const exponent = Number(power);
  if (exponent < -4 || exponent >= 16) {
    return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  const plain = String(value);
  const text = plain.includes('e') ? value.toFixed(20).replace(/0+$/, '') : plain;
  return text.includes('.') ? text : `${text}.0`;
}

/** The exact decimal expansion of a finite, non-negative float, as digits before and after the point. */
function exactDecimal(value: number): { readonly whole: bigint; readonly fraction: string } {
  const whole = BigInt(Math.floor(value));
  let rest = value - Math.floor(value);
  if (rest === 0) return { whole, fraction: '' };
  let bits = 0;
  while (!Number.isInteger(rest)) {
    rest *= 2;
    bits++;
  }
  const fraction = (BigInt(rest) * 5n ** BigInt(bits)).toString().padStart(bits, '0');
  return { whole, fraction };
}

/** `abs(value)` with `digits` decimals, ties to even on the exact value, as C's `%.*f`. */
export function fixedText(value: number, digits: number): string {
  const { whole, fraction } = exactDecimal(Math.abs(value));
  const kept = fraction.slice(0, digits).padEnd(digits, '0');
  const dropped = fraction.slice(digits);
  let scaled = BigInt(`${whole}${kept}`);
  const half = `5${'0'.repeat(Math.max(0, dropped.length - 1))}`;
  if (dropped !== '' && (dropped > half || (dropped === half && scaled % 2n === 1n))) scaled += 1n;
  const text = scaled.toString().padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** Python's `round(value, digits)` for a float. */
export function roundFloat(value: number, digits: number): number {
  if (!Number.isFinite(value) || digits > 22) return value;
  if (digits >= 0) {
    const rounded = Number(fixedText(value, digits));
    return value < 0 || Object.is(value, -0) ? -rounded : rounded;
  }
  const scale = 10n ** BigInt(-digits);
  const { whole, fraction } = exactDecimal(Math.abs(value));
  const quotient = whole / scale;
  const rest = whole % scale;
  const twice = rest * 2n;
  const above = twice > scale || (twice === scale && (fraction !== '' || quotient % 2n === 1n));
  const result = Number((quotient + (above ? 1n : 0n)) * scale);
  return value < 0 ? -result : result;
}
