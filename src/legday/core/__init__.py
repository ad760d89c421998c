"""Pure signal processing: types, chunk-exact filters, turning points, and the detector contract."""
