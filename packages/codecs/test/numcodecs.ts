// Vite must know these before the tests of a browser run: what it meets later makes it reload the page in the middle.
import "numcodecs/lz4";
import "numcodecs/zlib";
import "numcodecs/zstd";
