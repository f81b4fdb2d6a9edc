# The image of web, worker, beat and migrations. Not pinned by digest: rebuild to take security updates of the base.
FROM python:3.13-slim-bookworm AS basis

FROM basis AS bouw
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /app
COPY requirements.lock ./
# Wheels only, each with the hash of the lock file. The programs of the embedded PostgreSQL make and rehearse backups.
RUN python -m venv --without-pip /opt/jid \
    && pip --python /opt/jid/bin/python install --require-hashes --only-binary=:all: -r requirements.lock \
    && find /opt/jid -depth -type d -name tests -exec rm -r {} +
COPY . .
# Static files need settings, not a database: these values reach no other layer and open nothing.
RUN JID_OMGEVING=ontwikkeling JID_STATIC_ROOT=/app/statisch SECRET_KEY=alleen-tijdens-het-bouwen \
    DATABASE_URL=postgresql://bouw@localhost/bouw DATABASE_URL_CIJFERS=postgresql://bouw@localhost/bouw \
    /opt/jid/bin/python manage.py collectstatic --noinput \
    && /opt/jid/bin/python -m compileall -q .

FROM basis
# No installer stays, nor a program that runs as another than who starts it.
RUN groupadd --system --gid 10001 jid \
    && useradd --system --uid 10001 --gid jid --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin jid \
    && install --directory --owner=10001 --group=10001 --mode=0700 /anker \
    && pip uninstall --yes --root-user-action=ignore pip \
    && rm -r "$(python -c 'import ensurepip; print(*ensurepip.__path__)')" \
    && find / -xdev -type f -perm /6000 -exec chmod ug-s {} +
# Owned by root, so that the application cannot change itself.
COPY --from=bouw /opt/jid /opt/jid
COPY --from=bouw /app /app
WORKDIR /app
ENV PATH=/opt/jid/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=jid.settings \
    JID_OMGEVING=productie \
    JID_DATA=/tmp/jid \
    JID_STATIC_ROOT=/app/statisch \
    JID_BIND=0.0.0.0:8000
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 CMD ["python", "docker/gezond.py"]
ENTRYPOINT ["docker/start"]
CMD ["web"]
