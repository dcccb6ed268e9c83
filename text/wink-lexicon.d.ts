declare module 'wink-lexicon/src/*' {
  const table: { readonly [word: string]: unknown }; // made without a prototype
  export default table;
}
