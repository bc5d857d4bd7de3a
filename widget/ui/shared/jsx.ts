// What JSX compiles to. The build injects it into every file that uses elements: the classic factory
// takes fewer bytes than the automatic runtime.
export { createElement as h, Fragment } from 'preact';
