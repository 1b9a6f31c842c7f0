declare const brand: unique symbol;

/** A value of type `T` that was checked to be a `Name`; the mark exists only in the type system. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };
