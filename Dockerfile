FROM python:3.13-slim

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /srv/lockstep

# For `manage.py backup` and `restore`: of the same version as the server in compose.yaml.
RUN apt-get update && apt-get install --yes --no-install-recommends postgresql-client && rm -rf /var/lib/apt/lists/*

COPY requirements.txt .
RUN pip install -r requirements.txt && useradd --system --no-create-home --uid 10001 lockstep

COPY . .
# Needs no database, and a key of its own that signs nothing.
RUN DEBUG=false SECRET_KEY=only-for-this-one-step python manage.py collectstatic --no-input \
    && DEBUG=false SECRET_KEY=only-for-this-one-step python manage.py compilemessages \
    && python -m compileall -q chatbot streaming

# By its number, so that Kubernetes sees that it is not root.
USER 10001
EXPOSE 8000
# A worker has another command: python manage.py worker
CMD ["uvicorn", "chatbot.asgi:application", "--host", "0.0.0.0", "--port", "8000", "--no-access-log", \
     "--ws-per-message-deflate", "false", "--ws-max-size", "1048576", "--timeout-graceful-shutdown", "5", \
     "--forwarded-allow-ips", "*"]
