/** What engines are tested with: the contract suite, and a dump of a file that Python can make too. */
export { dumpHdf5, type Json } from "./testing/dump.ts";
