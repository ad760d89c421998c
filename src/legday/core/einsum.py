"""``numpy.einsum`` without its look at whether the sum had better be rearranged.

Looking takes as long again as adding up ten samples. A numpy with its inside elsewhere is asked outright.

>>> import numpy as np
>>> einsum("ij->i", np.ones((2, 3)))
array([3., 3.])
"""

from collections.abc import Callable

import numpy as np

from legday.core.block import FloatArray

einsum: Callable[..., FloatArray] = getattr(
    getattr(getattr(np, "_core", None), "multiarray", None), "c_einsum", np.einsum
)
