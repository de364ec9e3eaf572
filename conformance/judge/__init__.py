"""The parts of compare_zarr.py: an HDF5 original and a Zarr store, each read by its Python library, and the comparison."""
