"""Settings of a Superset on one machine that shows the published marts; see docs/bi.md.

Superset reads this file where SUPERSET_CONFIG_PATH names it. Its own database, with the login and
the dashboards, is superset.db in the folder that SUPERSET_HOME names.
"""

import logging
import os

# It signs the cookies of a session. Without one in the environment, Superset refuses to start.
SECRET_KEY = os.environ["SUPERSET_SECRET_KEY"]
SQLALCHEMY_DATABASE_URI = f"sqlite:///{os.environ['SUPERSET_HOME']}/superset.db"

# Superset writes a line for every permission and every query.
LOG_LEVEL = logging.WARNING

# A browser asks nobody but this Superset: no counting pixel, no fonts and no maps from elsewhere.
TALISMAN_CONFIG = {
    "content_security_policy": {
        "base-uri": ["'self'"],
        "default-src": ["'self'"],
        "img-src": ["'self'", "blob:", "data:"],
        "worker-src": ["'self'", "blob:"],
        "object-src": "'none'",
        "style-src": ["'self'", "'unsafe-inline'"],
        "script-src": ["'self'", "'strict-dynamic'"],
    },
    "content_security_policy_nonce_in": ["script-src"],
    "force_https": False,
    "session_cookie_secure": False,
}
