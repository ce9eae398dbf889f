"""Student's t and the incomplete beta function: SciPy's values, to student_t.json. SciPy 1.10.

python3 test/golden/make_student_t.py > test/golden/student_t.json
"""

import json

from scipy.special import betainc, gammaln
from scipy.stats import t as student

print(
    json.dumps(
        {
            "two_sided": [
                [x, n, float(2 * student.sf(abs(x), n))]
                for n in (1, 2, 3, 4, 9, 29, 99, 499)
                for x in (0.0, 1e-6, 0.1, -0.7, 1.0, 2.0, 2.776, -5.0, 12.0, 40.0)
            ],
            "incomplete_beta": [
                [x, a, b, float(betainc(a, b, x))]
                for a in (0.5, 1, 2.5, 10, 120)
                for b in (0.5, 1, 3, 40)
                for x in (1e-12, 0.01, 0.3, 0.5, 0.77, 0.999)
            ],
            "log_gamma": [[x, float(gammaln(x))] for x in (0.5, 1, 1.5, 2, 3.25, 10, 100.5, 1e4)],
        },
        indent=1,
    )
)
