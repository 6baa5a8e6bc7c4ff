"""The service that Punchlist takes over from, with its production patterns, to be measured beside it."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict
from sqlalchemy import String, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

engine = create_async_engine(
    os.environ["DATABASE_URL"],
    pool_size=20,
    max_overflow=10,
    pool_recycle=1800,
    pool_pre_ping=True,
    echo=False,
)
sessions = async_sessionmaker(engine, expire_on_commit=False)


class Base(DeclarativeBase):
    pass


class Task(Base):
    __tablename__ = "tasks"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(50), index=True)
    description: Mapped[str | None] = mapped_column(String(255))
    is_completed: Mapped[bool] = mapped_column(default=False)


class TaskCreate(BaseModel):
    title: str
    description: str | None = None


class TaskRead(TaskCreate):
    model_config = ConfigDict(from_attributes=True)

    id: int
    is_completed: bool


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[None]:
    async with engine.begin() as connection:
        # The workers start at the same time, and only one can create a table.
        await connection.execute(text("SELECT pg_advisory_xact_lock(1)"))
        await connection.run_sync(Base.metadata.create_all)
    yield
    await engine.dispose()


app = FastAPI(lifespan=lifespan)


async def session() -> AsyncIterator[AsyncSession]:
    async with sessions() as opened:
        yield opened


Session = Annotated[AsyncSession, Depends(session)]


@app.exception_handler(SQLAlchemyError)
async def failed(_: Request, __: SQLAlchemyError) -> JSONResponse:
    return JSONResponse({"detail": "Database transaction failed. Operation rolled back."}, 500)


@app.post("/tasks/", response_model=TaskRead)
async def create(draft: TaskCreate, session: Session) -> Task:
    async with session.begin():
        task = Task(title=draft.title, description=draft.description)
        session.add(task)
    return task


@app.get("/tasks/", response_model=list[TaskRead])
async def page(session: Session, skip: int = 0, limit: int = 10) -> list[Task]:
    return list(await session.scalars(select(Task).offset(skip).limit(limit)))


@app.get("/tasks/{task_id}", response_model=TaskRead)
async def one(task_id: int, session: Session) -> Task:
    return await existing(session, task_id)


@app.patch("/tasks/{task_id}", response_model=TaskRead)
async def complete(task_id: int, completed: bool, session: Session) -> Task:
    async with session.begin():
        task = await existing(session, task_id)
        task.is_completed = completed
    return task


async def existing(session: AsyncSession, task_id: int) -> Task:
    task = await session.get(Task, task_id)
    if task is None:
        raise HTTPException(404, "Task not found")
    return task
